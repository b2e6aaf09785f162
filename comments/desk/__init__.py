"""The moderators' screens at the desk, one file each; `routes` says where they are. State is changed by verbs alone."""
