"""Reads as Backstage's catalog and search backends answer them, for clients written for those."""
