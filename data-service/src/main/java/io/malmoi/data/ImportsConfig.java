package io.malmoi.data;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Which objects may become corpora. */
@ConfigMapping(prefix = "malmoi.imports")
public interface ImportsConfig {
    /** Another bucket of the object store whose objects may be imported; by default those of Malmoi's own bucket below imports/. */
    Optional<String> bucket();

    /** The most objects of one corpus: 1 to 1,000,000. */
    @WithDefault("10000")
    int maxObjects();

    /** The most bytes of one corpus's objects, as they are stored: 1 and more. */
    @WithDefault("1000000000000")
    long maxBytes();
}
