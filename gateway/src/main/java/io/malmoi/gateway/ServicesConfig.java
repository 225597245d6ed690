package io.malmoi.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Where the gateway finds the other services: {@code host:port}, or {@code https://host:port} for TLS. Services that run in
 * the gateway's own process are not asked for here.
 */
@ConfigMapping(prefix = "malmoi.services")
public interface ServicesConfig {
    /** The data service, for corpora. */
    @WithDefault("127.0.0.1:9093")
    String corpora();

    /** The tokenizer service. */
    @WithDefault("127.0.0.1:9091")
    String tokenizers();

    /** The data service, for datasets. */
    @WithDefault("127.0.0.1:9093")
    String datasets();

    /** The trainer service. */
    @WithDefault("127.0.0.1:9094")
    String models();

    /** The inference service. */
    @WithDefault("127.0.0.1:9095")
    String inference();
}
