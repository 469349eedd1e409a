#!/bin/sh
# The deployment counts as good on this server only if this succeeds.
set -e
test -s /var/www/example/index.html
