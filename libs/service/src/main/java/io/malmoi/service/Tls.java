package io.malmoi.service;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** TLS from PEM files. */
final class Tls {
    private Tls() {}

    static ServerCredentials server(MalmoiConfig.Grpc config) {
        Optional<Path> certificate = config.certificate();
        Optional<Path> key = config.privateKey();
        if (certificate.isEmpty() && key.isEmpty()) {
            return InsecureServerCredentials.create();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new ConfigurationException(
                    "malmoi.grpc.certificate and malmoi.grpc.private-key: set both, or neither");
        }
        try {
            return TlsServerCredentials.newBuilder()
                    .keyManager(certificate.get().toFile(), key.get().toFile())
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "malmoi.grpc.certificate, malmoi.grpc.private-key: cannot read the PEM files (" + e + ")");
        }
    }

    static ChannelCredentials client(MalmoiConfig.Grpc config) {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        try {
            if (config.trustedCertificates().isPresent()) {
                builder.trustManager(config.trustedCertificates().get().toFile());
            }
        } catch (IOException e) {
            throw new ConfigurationException("malmoi.grpc.trusted-certificates: cannot read the PEM file (" + e + ")");
        }
        return builder.build();
    }
}
