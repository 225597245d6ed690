package io.malmoi.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.v1.Contracts.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the contracts to what clients were promised: {@code published.txt} lists every published field, enum value and
 * method. To publish new ones: {@code ./mvnw test -pl proto -Dtest=ContractsTest -Dmalmoi.publish=true}, and commit the
 * file. A line that changes or goes away in it breaks clients.
 */
class ContractsTest {
    private static final Path PUBLISHED = Path.of("src", "test", "resources", "published.txt");
    private static final String COMMAND = "./mvnw test -pl proto -Dtest=ContractsTest -Dmalmoi.publish=true";

    @Test
    void whatIsPublishedStaysAndWhatIsNewIsPublished() throws IOException {
        List<String> declared = Contracts.read().stream()
                .map(Element::line)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
        assertThat(declared).as("declarations").isNotEmpty();
        if (Boolean.getBoolean("malmoi.publish")) {
            Files.write(PUBLISHED, declared);
        }
        List<String> published = Files.readAllLines(PUBLISHED);
        assertThat(published)
                .filteredOn(line -> !declared.contains(line))
                .as("published, but changed or gone: give a new number or name to what must change")
                .isEmpty();
        assertThat(declared)
                .filteredOn(line -> !published.contains(line))
                .as("not published yet: run %s", COMMAND)
                .isEmpty();
    }

    @Test
    void everythingIsDocumented() throws IOException {
        assertThat(Contracts.read())
                .filteredOn(element -> element.comment().isBlank())
                .extracting(Element::name)
                .as("declarations without a comment")
                .isEmpty();
    }
}
