"""E-mail as a platform: a digest is one multipart message, sent by SMTP."""
