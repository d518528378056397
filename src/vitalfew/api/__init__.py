"""The REST API: the same services, in the JSON that the command line gives."""
