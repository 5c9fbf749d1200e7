"""What Backstage's API has no words for: our search, histories, problems, locations, kinds."""
