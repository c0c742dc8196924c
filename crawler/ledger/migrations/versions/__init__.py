"""One module a change of the schema, numbered. It repeats what it needs: it must stay true when the schema moves on."""
