package dev.oxbow.net.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes certificates with the JDK's own keytool. */
public final class KeyStores {
    private static final String PASSWORD = "changeit";

    private KeyStores() {
    }

    /** A key with a self-signed certificate. @param subjectAlternativeName such as {@code ip:127.0.0.1} or {@code dns:t.example} */
    public static PfxOptions selfSigned(Path directory, String name, String subjectAlternativeName) throws Exception {
        Path store = directory.resolve(name + ".p12");
        generate(store, name, "san=" + subjectAlternativeName);
        return options(store);
    }

    /** A key whose certificate the authority in {@code authorityStore} signed to be valid ten days ago, for five days. */
    public static PfxOptions expired(Path directory, PfxOptions authority, String subjectAlternativeName) throws Exception {
        Path authorityStore = Path.of(authority.getPath());
        Path store = directory.resolve("expired.p12");
        Path request = directory.resolve("expired.csr");
        Path signed = directory.resolve("expired.crt");
        Path root = directory.resolve("authority.crt");
        generate(store, "expired", "san=" + subjectAlternativeName);
        keytool(store, "-certreq", "-alias", "key", "-file", request.toString());
        keytool(authorityStore, "-gencert", "-alias", "key", "-infile", request.toString(), "-outfile", signed.toString(),
                "-startdate", "-10d", "-validity", "5", "-ext", "san=" + subjectAlternativeName);
        keytool(authorityStore, "-exportcert", "-alias", "key", "-file", root.toString());
        keytool(store, "-importcert", "-noprompt", "-alias", "authority", "-file", root.toString());
        keytool(store, "-importcert", "-noprompt", "-alias", "key", "-file", signed.toString());
        return options(store);
    }

    /** A key that may sign others. */
    public static PfxOptions authority(Path directory) throws Exception {
        Path store = directory.resolve("authority.p12");
        generate(store, "authority", "bc:c");
        return options(store);
    }

    private static PfxOptions options(Path store) {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD).setAlias("key");
    }

    private static void generate(Path store, String name, String extension) throws Exception {
        keytool(store, "-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-validity", "2",
                "-ext", extension);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        Collections.addAll(command, arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS), "keytool did not end");
        assertEquals(0, keytool.exitValue(), said);
    }
}
