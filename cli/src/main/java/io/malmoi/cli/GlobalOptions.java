package io.malmoi.cli;

import io.malmoi.cli.client.Target;
import io.malmoi.cli.local.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
final class GlobalOptions {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:9090";

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:MALMOI_ADDRESS}",
            description = "Where Malmoi answers gRPC. Default: $MALMOI_ADDRESS, else the one that runs on --data,"
                    + " else " + DEFAULT_ADDRESS + ".")
    private String address;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:MALMOI_KEY}",
            description = "The API key. Default: $MALMOI_KEY, which keeps it out of the shell's history.")
    private String key;

    @Option(
            names = "--tls",
            scope = ScopeType.INHERIT,
            description = "Encrypt the connection and check the server's certificate.")
    private boolean tls;

    @Option(
            names = "--certificate-authority",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Trust the certificates in this PEM file; implies --tls.")
    private Path certificateAuthority;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as JSON, one object a line, the last of which is the result.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:MALMOI_DATA}",
            description = "The folder of the Malmoi on this machine. Default: $MALMOI_DATA, else ~/.malmoi.")
    private Path data;

    boolean json() {
        return json;
    }

    DataFolder data() {
        Path folder = data == null ? Path.of(System.getProperty("user.home"), ".malmoi") : data;
        return new DataFolder(folder.toAbsolutePath().normalize());
    }

    /** Whether the user named the Malmoi to speak to. */
    boolean hasAddress() {
        return address != null && !address.isEmpty();
    }

    Target target() {
        return Target.parse(
                address(), key == null ? "" : key, tls || certificateAuthority != null, certificateAuthority);
    }

    private String address() {
        if (hasAddress()) {
            return address;
        }
        return data().running().map(DataFolder.Running::grpc).orElse(DEFAULT_ADDRESS);
    }
}
