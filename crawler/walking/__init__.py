"""From page to page of a portal: what each page is, where it leads, and what of that is asked for."""
