"""REST and pages: what browsers and programs get over plain HTTP."""
