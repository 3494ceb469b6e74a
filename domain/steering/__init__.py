"""What has to be watched beside the plan: goals, risks, commitments, questions and the rest."""
