"""The console as a platform: messages go to a stream, such as standard output."""
