package io.malmoi.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a standalone Malmoi is started. */
final class StandaloneOptions {
    @Option(names = "--grpc-port", paramLabel = "PORT", description = "Port of gRPC. Default: malmoi.grpc.port, 9090.")
    private Integer grpcPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Port of HTTP. Default: quarkus.http.port, 8080.")
    private Integer httpPort;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Any other setting, such as malmoi.kafka.bootstrap-servers=broker:9092. May be given several"
                    + " times. Settings to keep go into config/application.properties in the data folder.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The settings as system properties. */
    Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>(settings);
        if (grpcPort != null) {
            all.put("malmoi.grpc.port", grpcPort.toString());
        }
        if (httpPort != null) {
            all.put("quarkus.http.port", httpPort.toString());
        }
        return all;
    }
}
