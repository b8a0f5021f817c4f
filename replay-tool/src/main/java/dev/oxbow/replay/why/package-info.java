/** Answers to "why?": one sentence, the entries that show it, and how it came to that. Reads a journal, live or not; changes nothing. */
package dev.oxbow.replay.why;
