package io.malmoi.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The kustomize base is the chart with its default values, for those who do not use Helm. After a change of the chart,
 * {@code ./mvnw test -pl helm -Dmalmoi.publish=true} writes it anew.
 */
class KustomizeTest {
    private static final Path BASE = Path.of("..", "k8s");
    private static final Path MANIFESTS = BASE.resolve("malmoi.yaml");

    @Test
    void theBaseIsTheRenderedChart() throws IOException {
        String rendered = Chart.text();
        if (Boolean.getBoolean("malmoi.publish")) {
            Files.writeString(MANIFESTS, "# Written from helm/malmoi; see k8s/README.md.\n" + rendered);
        }

        assertThat(Chart.parse(Files.readString(MANIFESTS)).objects())
                .isEqualTo(Chart.parse(rendered).objects());
    }

    @Test
    void theBaseNamesItsManifests() throws IOException {
        Map<String, Object> base = new Yaml().load(Files.readString(BASE.resolve("kustomization.yaml")));

        assertThat(base).containsEntry("resources", List.of("malmoi.yaml"));
    }
}
