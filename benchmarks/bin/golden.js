#!/usr/bin/env node
import '../dist/golden/cli.js';
