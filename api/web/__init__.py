"""The pages: forms and shortlists for people, working without scripts; doors onto the services."""
