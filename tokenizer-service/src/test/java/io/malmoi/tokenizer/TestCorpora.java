package io.malmoi.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Artifacts put into the store without the services that make them. */
final class TestCorpora {
    private TestCorpora() {}

    static void put(ArtifactStore store, String name, String file, byte[] content) {
        try (ArtifactWriter writer = store.create(name, new Provenance("", 0, "test"))) {
            writer.put(file, new ByteArrayInputStream(content));
            writer.publish(JsonNodeFactory.instance.objectNode(), List.of());
        }
    }
}
