/** Time as an argument: deadlines and rates that never look at a clock. */
package dev.oxbow.core.time;
