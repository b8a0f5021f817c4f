/** Limits on bytes per second, as pure arithmetic over time-stamped amounts. */
package dev.oxbow.core.limit;
