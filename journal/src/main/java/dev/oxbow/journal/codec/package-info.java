/** Entries to bytes and back: one codec for each family, on the flyweights that SBE makes of oxbow-journal.xml. */
package dev.oxbow.journal.codec;
