"""Alembic's: ``env.py`` runs the migrations in ``versions``, from code only (:mod:`crawler.ledger.migrate`)."""
