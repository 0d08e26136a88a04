"""What people are told: the queue, and the ways out."""
