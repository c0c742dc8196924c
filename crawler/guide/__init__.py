"""What the documentation says of data and findings, made from what the code itself uses: Markdown in two languages."""
