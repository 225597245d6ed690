package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.testkit.ConfigurationPage;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void listsEverySettingOfStandalone() throws Exception {
        assertThat(ConfigurationPage.settings())
                .containsAllEntriesOf(ConfigurationPage.settings(StandaloneConfig.class));
    }
}
