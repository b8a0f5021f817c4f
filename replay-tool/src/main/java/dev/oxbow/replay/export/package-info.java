/** Journals in other programs' forms: JSON lines, tables, packets, traces; and journals that may be shown to strangers. */
package dev.oxbow.replay.export;
