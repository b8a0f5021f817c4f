/**
 * Commands: what was decided, in the imperative and with the reason, one file per target. No command takes effect before it is in
 * the journal.
 */
package dev.oxbow.core.command;
