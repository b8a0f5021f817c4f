/** Fetching the metadata of a magnet link from peers (BEP 9): what was asked of whom, what came, and who lied. */
package dev.oxbow.core.metadata;
