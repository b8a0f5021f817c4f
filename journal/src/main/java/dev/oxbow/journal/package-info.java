/**
 * The journal on disk: an append-only log of entries with a chained checksum, in segments that begin with a checkpoint.
 * {@code docs/journal-format.md} describes the bytes. Only {@code ChronicleSegment} writes through Chronicle Queue, and only
 * {@code ChronicleFile} reads its files.
 */
package dev.oxbow.journal;
