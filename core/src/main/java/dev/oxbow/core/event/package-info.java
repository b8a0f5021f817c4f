/**
 * Events: what was observed, in the past tense, one file per family. The words are the journal's and the replay tool's as well:
 * a record's name and its components' names are shown to users as they stand here, and old journals keep them for ever.
 */
package dev.oxbow.core.event;
