/**
 * A fake of Azure Resource Manager, as far as Digital Twins instances and their role assignments
 * need it.
 */
@NullMarked
package io.github.adtauth.testkit.arm;

import org.jspecify.annotations.NullMarked;
