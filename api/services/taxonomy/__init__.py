"""The terms of the office: fields, competences and activity types as packaged, with what the office makes of them."""
