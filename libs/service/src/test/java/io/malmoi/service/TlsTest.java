package io.malmoi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void speaksTlsAlone() throws Exception {
        selfSign();
        Map<String, String> settings = Map.of(
                "malmoi.grpc.certificate", folder.resolve("tls.crt").toString(),
                "malmoi.grpc.private-key", folder.resolve("tls.key").toString(),
                "malmoi.grpc.trusted-certificates", folder.resolve("tls.crt").toString());
        try (TestServer server = TestServer.start(settings)) {
            assertThat(HealthGrpc.newBlockingStub(server.channel())
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
            assertThatThrownBy(() -> HealthGrpc.newBlockingStub(server.channels.to("localhost:" + server.server.port()))
                            .check(HealthCheckRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThatThrownBy(() -> TestServer.start(Map.of("malmoi.grpc.certificate", "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("set both, or neither");
        assertThatThrownBy(() -> TestServer.start(
                        Map.of("malmoi.grpc.certificate", "no-such.crt", "malmoi.grpc.private-key", "no-such.key")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no-such.crt");
    }

    /** A certificate for localhost and its key, as PEM files. */
    private void selfSign() throws Exception {
        Path store = folder.resolve("store.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "test",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        writePem("tls.crt", "CERTIFICATE", keys.getCertificate("test").getEncoded());
        writePem("tls.key", "PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded());
    }

    private void writePem(String file, String kind, byte[] content) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind));
    }
}
