/** What is said to HTTP trackers and what they answer (BEP 3, 7, 23, 24, 31, 48), without sockets. */
package dev.oxbow.core.tracker;
