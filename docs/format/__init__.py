"""The reference of the dossier format, written from the models that read it."""
