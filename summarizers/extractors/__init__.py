"""Actors, claims and risks: one ``extract`` each."""
