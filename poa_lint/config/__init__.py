"""What the user chose: settings, waivers, baseline, and the rules as they want them."""
