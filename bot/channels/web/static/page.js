// Small helps for those who have scripts; every page works without.
"use strict";
