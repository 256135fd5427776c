"""The user's choices: settings, waivers, baseline, and the rules as they want them."""
