package io.malmoi.data;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of uploads that can be taken up again. */
@ConfigMapping(prefix = "malmoi.uploads")
public interface UploadsConfig {
    /** The most bytes of one upload: 1 and more. */
    @WithDefault("1000000000000")
    long maxBytes();

    /** The most uploads that may be unfinished at a time; one more is refused with RESOURCE_EXHAUSTED: 1 to 10,000. */
    @WithDefault("100")
    int maxUnfinished();

    /** How long an upload may take before it is removed, unfinished: 1 minute and more. */
    @WithDefault("168h")
    Duration expiry();
}
