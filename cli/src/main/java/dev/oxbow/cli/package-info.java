/** The command line: options, displays and exit statuses; no logic of its own. */
package dev.oxbow.cli;
