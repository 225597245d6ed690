/** Reports as pages of HTML: each one file that needs nothing from elsewhere, has no script, and shows text from outside as text. */
package io.malmoi.datasets.report.page;
