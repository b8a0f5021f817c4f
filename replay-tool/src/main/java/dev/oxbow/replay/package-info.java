/**
 * Reading journals: what happened, what was known at a time, whether today's code would decide the same, what is damaged. It decodes with
 * the journal module and folds with core, and knows nothing about BitTorrent of its own.
 */
package dev.oxbow.replay;
