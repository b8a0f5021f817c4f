/** The edge towards the disk: payload files, the block pool, hashing and sync. Commands in, events out; it decides nothing. */
package dev.oxbow.storage;
