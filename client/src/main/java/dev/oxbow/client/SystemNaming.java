package dev.oxbow.client;

import dev.oxbow.core.metainfo.NamingRules;
import java.util.Locale;

/** Which names the file systems of this operating system take. */
public final class SystemNaming {
    private SystemNaming() {
    }

    /** Of the system that this runs on. */
    public static NamingRules rules() {
        return of(System.getProperty("os.name", ""));
    }

    /** @param osName as Java calls it; a system that is not known gets the names that every system takes */
    static NamingRules of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return NamingRules.MACOS;
        }
        boolean unix = name.startsWith("linux") || name.endsWith("bsd") || name.startsWith("sunos") || name.startsWith("aix");
        return unix ? NamingRules.POSIX : NamingRules.PORTABLE;
    }
}
