"""What stands between the spider and the portals: hosts, robots.txt, walls, encodings."""
