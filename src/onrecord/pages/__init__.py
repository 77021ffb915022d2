"""What every page needs: base templates, tokens, fields, zones, and the JavaScript that several rooms share."""
