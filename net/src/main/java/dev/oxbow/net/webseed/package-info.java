/**
 * Asking web servers for blocks (BEP 17, BEP 19). {@link dev.oxbow.net.webseed.WebSeeds} takes runs of blocks and hands the blocks over in
 * slots, one by one, as they become whole.
 */
package dev.oxbow.net.webseed;
