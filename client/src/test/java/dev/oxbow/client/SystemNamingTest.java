package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.metainfo.NamingRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemNamingTest {
    @ParameterizedTest
    @CsvSource({"Linux,POSIX", "FreeBSD,POSIX", "SunOS,POSIX", "AIX,POSIX", "Mac OS X,MACOS", "Windows 11,PORTABLE", "Plan 9,PORTABLE", "'',PORTABLE"})
    void knowsWhatEachSystemsFilesMayBeCalled(String osName, NamingRules rules) {
        assertEquals(rules, SystemNaming.of(osName));
    }
}
