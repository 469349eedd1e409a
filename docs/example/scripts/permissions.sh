#!/bin/sh
# What the web server serves it must be able to read.
set -e
chmod -R a+rX /var/www/example
