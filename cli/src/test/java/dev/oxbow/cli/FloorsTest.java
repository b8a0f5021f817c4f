package dev.oxbow.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md: a module imports those below it, never its neighbours; a package of core those before it. */
class FloorsTest {
    private static final JavaClasses OXBOW = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.oxbow");
    /** Lowest first. */
    private static final List<String> CORE = List.of("value", "random", "time", "limit", "bencode", "metainfo", "event", "command", "port", "wire", "tracker", "krpc",
            "piece", "choke", "swarm", "peer", "announce", "metadata", "webseed", "dht", "reach", "session");

    private static String[] packages(String... modules) {
        return java.util.Arrays.stream(modules).map(module -> "dev.oxbow." + module + "..").toArray(String[]::new);
    }

    private static void imports(String module, String... others) {
        noClasses().that().resideInAPackage("dev.oxbow." + module + "..").should().dependOnClassesThat().resideInAnyPackage(packages(others))
                .check(OXBOW);
    }

    @Test
    void modulesImportOnlyTheFloorsBelow() {
        imports("core", "journal", "storage", "net", "client", "replay", "sim", "cli");
        imports("journal", "storage", "net", "client", "replay", "sim", "cli");
        imports("storage", "journal", "net", "client", "replay", "sim", "cli");
        imports("net", "journal", "storage", "client", "replay", "sim", "cli");
        imports("client", "replay", "sim", "cli");
        imports("replay", "storage", "net", "client", "sim", "cli");
    }

    @Test
    void packagesOfCoreImportOnlyThoseBeforeThem() {
        for (int i = 0; i < CORE.size(); i++) {
            String[] later = CORE.subList(i + 1, CORE.size()).stream().map(name -> "dev.oxbow.core." + name + "..").toArray(String[]::new);
            if (later.length > 0) {
                noClasses().that().resideInAPackage("dev.oxbow.core." + CORE.get(i) + "..").should().dependOnClassesThat()
                        .resideInAnyPackage(later).check(OXBOW);
            }
        }
    }

    @Test
    void everyPackageOfCoreHasItsFloor() {
        classes().that().resideInAPackage("dev.oxbow.core..").should()
                .resideInAnyPackage(CORE.stream().map(name -> "dev.oxbow.core." + name).toArray(String[]::new)).check(OXBOW);
    }

    @Test
    void coreNeedsNothingButTheJdkAndAgrona() {
        classes().that().resideInAPackage("dev.oxbow.core..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.oxbow.core..", "java.lang..", "java.util..", "java.nio", "java.nio.charset", "java.io", "java.security",
                        "java.text", "org.agrona..").check(OXBOW);
    }

    @Test
    void librariesStayBehindOneClass() {
        noClasses().that().doNotHaveFullyQualifiedName("dev.oxbow.net.peer.NettySocket").should().dependOnClassesThat()
                .resideInAPackage("io.vertx.core.internal..").check(OXBOW);
        noClasses().that().doNotHaveFullyQualifiedName("dev.oxbow.journal.ChronicleSegment").should().dependOnClassesThat()
                .resideInAPackage("net.openhft..").check(OXBOW);
        noClasses().that().resideOutsideOfPackage("dev.oxbow.net..").and().resideOutsideOfPackage("dev.oxbow.cli..")
                .and().resideOutsideOfPackage("dev.oxbow.client..").and().resideOutsideOfPackage("dev.oxbow.replay.page..")
                .should().dependOnClassesThat().resideInAPackage("io.vertx..").check(OXBOW);
    }
}
