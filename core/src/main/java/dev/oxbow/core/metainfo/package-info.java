/** Torrent files and magnet links: parsed, checked and made safe. */
package dev.oxbow.core.metainfo;
